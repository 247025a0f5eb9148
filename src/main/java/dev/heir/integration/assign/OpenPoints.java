package dev.heir.integration.assign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is still to be done: one point per request to send, however many criteria wait for it. */
final class OpenPoints {

    private final Map<Key, Point> points = new LinkedHashMap<>();

    void add(Criterion criterion, Finding finding) {
        finding.next().ifPresent(next -> points.computeIfAbsent(
                        new Key(criterion.subject(), next), first -> new Point(finding.evidence(), new ArrayList<>()))
                .checks()
                .add(criterion.check().wire()));
    }

    List<CheckedAssignment.OpenPoint> list() {
        return points.entrySet().stream()
                .map(point -> new CheckedAssignment.OpenPoint(
                        point.getKey().subject(),
                        point.getValue().checks(),
                        point.getValue().why(),
                        point.getKey().next()))
                .toList();
    }

    private record Key(String subject, NextStep next) {}

    private record Point(String why, List<String> checks) {}
}
