"""The door for programs: JSON over the same queries and actions as the pages, with a token for each person."""
