"""Areas above and below: figures that go up, inspections that go down, signed packages where there is no network."""
