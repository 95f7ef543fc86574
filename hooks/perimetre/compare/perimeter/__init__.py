"""Compare two perimeters, exhaustively: what widens, what narrows, rolled up into few blocks."""
