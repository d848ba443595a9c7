"""The picture of a case as an SVG: where each sign and each word stands, on a wide screen and on a phone."""
