package dev.holdfast.detector;

import dev.holdfast.backbone.pack.PackFiles;

import java.util.Map;

/// A pack for a shop of any name.
final class ShopPack {
    private ShopPack() {}

    static PackFiles of(String system, String url) {
        return PackFiles.of(
                system,
                Map.of(
                        "pack.yml",
                        """
                        system: %s
                        owner: shop@example.org
                        environments:
                          local:
                            match: {system: %s}
                            components: [backend]
                            scrape:
                              - {url: "%s", every: 200ms, labels: {job: shop}}
                        """
                                .formatted(system, system, url),
                        "triggers.yml",
                        """
                        every: 100ms
                        groups:
                          - name: shop
                            rules:
                              - alert: HighErrorRatio
                                expr: |
                                  sum by (route) (rate(requests_total{status=~"5.."}[3s]))
                                    / sum by (route) (rate(requests_total[3s])) > 0.05
                                for: 1s
                                labels: {component: backend}
                                annotations: {summary: "{{ $labels.route }} fails"}
                              - alert: CheckFails
                                expr: holdfast_check_success == 0
                              - alert: Backlog
                                expr: queue_length > 10
                        """));
    }
}
