"""One grammar of Chinese and Arabic numbers: str to Quantity. Stub: to be replaced."""
