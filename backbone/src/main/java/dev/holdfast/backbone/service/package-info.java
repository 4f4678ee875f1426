/// What every service has: its start, its settings, health, metrics, and who may command it.
@org.jspecify.annotations.NullMarked
package dev.holdfast.backbone.service;
