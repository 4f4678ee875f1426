package dev.holdfast.backbone.drill;

/// What people do when they are asked: nobody, or one person a stage.
///
/// @param as the person's name in pack.yml
/// @param grants true for an approval, false for a denial
public record Reply(String as, boolean grants, String reason) {}
