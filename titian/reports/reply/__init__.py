"""建议提案答复: a letter that answers each point of a deputies' suggestion (人大建议) or a members' proposal (政协提案)."""
