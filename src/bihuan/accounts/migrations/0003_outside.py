from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0002_delegation")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="unit",
            name="credit_code",
            field=models.CharField(blank=True, default="", max_length=18, verbose_name="unified social credit code"),
        ),
        migrations.AddField(
            model_name="unit", name="outside", field=models.CharField(blank=True, default="", max_length=20)
        ),
        migrations.AlterField(
            model_name="post",
            name="role",
            field=models.CharField(
                choices=[
                    ("member", "经办人"),
                    ("head", "主要负责人"),
                    ("leader", "区领导"),
                    ("observer", "监督人员"),
                    ("administrator", "系统管理员"),
                    ("outside", "企业经办人"),
                ],
                max_length=20,
                verbose_name="role",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("credit_code", ""), _negated=True),
                fields=("area", "credit_code"),
                name="unit_credit_code_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("outside", ""), ("parent__isnull", True), _connector="OR"),
                name="unit_outside_has_no_parent",
            ),
        ),
    ]
