"""Characters: widths, glyphs, numerals, dates, money, names of bodies."""
