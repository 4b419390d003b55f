"""The area of `bihuan demo`: invented people and papers, and months of work walked through the real actions with a fixed seed."""
