"""What commands print: tables for people who read a terminal."""
