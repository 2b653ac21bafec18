"""What `doctor` examines: each examination stands alone and may fail alone; what several need is read once."""

from scicomm_bot.app.examine.doctor import Doctor
from scicomm_bot.app.examine.examination import Examination

__all__ = ["Doctor", "Examination"]
