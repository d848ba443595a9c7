"""Papers for people: letters to be signed, and a chronology for a bundle. Drafts; no copy of one is kept."""
