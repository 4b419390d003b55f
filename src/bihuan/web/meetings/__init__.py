"""The pages of meetings: series, one meeting, its sign-in sheet and its conclusions."""
