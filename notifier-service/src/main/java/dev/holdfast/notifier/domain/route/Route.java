package dev.holdfast.notifier.domain.route;

import dev.holdfast.notifier.domain.news.News;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One node of the tree that says who is told, as Alertmanager's.
///
/// Children are asked in order; the first that matches takes the news, and `goOn` lets the next ones
/// be asked too. Where no child takes them, the node's own channels are told. What a node does not
/// say it has from its parent; that is settled when the tree is read.
public record Route(
        Matcher match,
        List<String> channels,
        Audience audience,
        Duration group,
        Duration repeat,
        boolean goOn,
        List<Route> routes) {
    public Route {
        channels = List.copyOf(channels);
        routes = List.copyOf(routes);
    }

    /// Who is told of these news, each channel once: the first route that names it counts.
    public List<Delivery> deliveries(News news) {
        Map<String, Delivery> out = new LinkedHashMap<>();
        for (Route leaf : leaves(news)) {
            for (String channel : leaf.channels) {
                out.putIfAbsent(
                        channel, new Delivery(channel, leaf.audience, leaf.group, leaf.repeat));
            }
        }
        return List.copyOf(out.values());
    }

    private List<Route> leaves(News news) {
        if (!match.matches(news)) {
            return List.of();
        }
        List<Route> found = new ArrayList<>();
        for (Route child : routes) {
            List<Route> taken = child.leaves(news);
            found.addAll(taken);
            if (!taken.isEmpty() && !child.goOn) {
                break;
            }
        }
        return found.isEmpty() ? List.of(this) : found;
    }
}
