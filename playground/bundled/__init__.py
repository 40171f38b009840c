"""What is in the browser's bundle next to the program and its libraries."""
