"""Rehearsals (演练): the worked cases of a pack are taken through the real actions, in a database of their own that is gone afterwards."""
