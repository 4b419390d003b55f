"""Cases that open by themselves in every period: the next meeting of a series, the next bill of a lease."""
