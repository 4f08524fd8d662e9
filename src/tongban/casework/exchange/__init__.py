"""The exchange: what has happened is kept in an outbox and told to each subscriber, field by field as entitled."""
