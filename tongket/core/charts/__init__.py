"""Charts of pages and papers: what one shows (`spec`), how it is drawn (`vega`), and the picture (`drawing`)."""
