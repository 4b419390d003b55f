"""The daily seal (封存): the heads of all chains that grew, under one signed root, so that a whole chain cannot be written anew or vanish."""
