from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("loop", "0026_rollup")]
    operations: ClassVar = []
