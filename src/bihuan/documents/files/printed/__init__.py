"""What PDF and OFD have in common: lines at their places on pages, and the paragraphs and tables they make."""
