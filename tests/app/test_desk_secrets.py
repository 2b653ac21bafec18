"""What the desk says must never be shown."""

from scicomm_bot.app.desk import Desk
from scicomm_bot.clock import SystemClock
from scicomm_bot.settings import Settings


def test_the_password_of_the_ledger_is_a_secret_like_the_credentials():
    settings = Settings(_env_file=None, x_api_key="the-api-key", state="postgresql://bot:p%2Bss@db.example/posts")
    desk = Desk(settings, SystemClock(), rehearse=False)
    assert desk.secrets == ["the-api-key", "p%2Bss", "p+ss"]
    assert not any(secret in desk.ledger_name for secret in desk.secrets)
