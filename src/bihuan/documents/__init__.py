"""Official documents, in and out: files, outline, facts, checks, layout. Plain Python without Django."""
