from django.db import migrations

from bihuan.loop.trail.append_only import backward, forward


class Migration(migrations.Migration):
    dependencies = [("loop", "0001_initial")]

    operations = [migrations.RunPython(forward, backward)]
