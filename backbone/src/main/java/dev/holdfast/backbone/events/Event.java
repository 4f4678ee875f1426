package dev.holdfast.backbone.events;

/// A fact on one of our five topics. Every topic is one sealed family of records.
public sealed interface Event
        permits TriggerEvent, IncidentEvent, RollbackEvent, VerificationEvent, NotificationEvent {}
