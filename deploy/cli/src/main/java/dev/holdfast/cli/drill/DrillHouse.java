package dev.holdfast.cli.drill;

import dev.holdfast.cli.http.Services;
import dev.holdfast.local.HouseSettings;

import java.util.function.Consumer;

/// The house that a drill is held in.
///
/// @param token with the role drill
/// @param kill ends the service of this short name, which then comes back by itself
record DrillHouse(HouseSettings settings, Services services, String token, Consumer<String> kill) {}
