"""The enterprise portal: enterprises register, see which policies fit them, apply, answer and ask; they see nothing else."""
