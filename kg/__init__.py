"""Knowledge graphs from yearly reports on law-based government, with proof for every fact."""
