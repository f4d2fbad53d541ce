"""The review desk: people's decisions on links, saved so that nobody's is lost, on the web and in a spreadsheet."""
