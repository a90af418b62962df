__all__ = ["listed"]
__all__ += ("deep",)
listed = "listed"
unlisted = "unlisted"
