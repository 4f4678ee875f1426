package dev.holdfast.backbone.work;

import dev.holdfast.backbone.work.Changes.Place;

import java.util.List;

/// What a desk mostly reads when something comes of a scope: it is read in one look for a whole batch,
/// where each document by itself would be a round trip. What is not named here is read when it is
/// asked for.
///
/// @param places of single documents, under whatever scope
/// @param index a shelf of the scope whose ids say which documents of `along` are wanted; empty: none
/// @param along shelves
public record Wanted(List<Place> places, String index, List<String> along) {
    public static final Wanted NOTHING = new Wanted(List.of(), "", List.of());

    public Wanted {
        places = List.copyOf(places);
        along = List.copyOf(along);
    }
}
