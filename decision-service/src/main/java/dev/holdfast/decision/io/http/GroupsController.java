package dev.holdfast.decision.io.http;

import dev.holdfast.backbone.service.Caller;
import dev.holdfast.decision.flow.Groups;
import dev.holdfast.decision.flow.Views;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Systems that go back together, and how far they are.
@Controller("/api/groups")
final class GroupsController {
    private final Groups groups;
    private final Views views;

    GroupsController(Groups groups, Views views) {
        this.groups = groups;
        this.views = views;
    }

    @Get
    List<Groups.View> groups(@Nullable Caller caller) {
        return groups.all(Replies.readable(views, caller));
    }
}
