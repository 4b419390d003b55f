"""What a pack may say: load, check, draw. Plain Python without Django."""
