"""Pages of letters: the register, one letter, the form that writes one, and how they go out."""
