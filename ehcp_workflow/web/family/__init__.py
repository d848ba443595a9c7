"""The page of a family, behind its private link; and the page on which an adviser makes and ends such links."""
