package dev.heir.integration.persistence;

import dev.heir.integration.assign.Assignment.NumberedPhase;
import dev.heir.integration.assign.Check;
import dev.heir.integration.assign.Criterion;
import dev.heir.integration.assign.Deliverable;
import dev.heir.integration.assign.Domain;
import dev.heir.integration.assign.PhaseName;
import dev.heir.integration.assign.Specialist;
import dev.heir.integration.assign.Work;
import dev.heir.integration.assign.WorkPlan;
import dev.heir.integration.provider.DprId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The phases of an assignment with all that belongs to them. */
final class PhaseRows {

    /** The tool of a phase's own id: the function that made the plan. */
    private static final String PLANNER = "assign";

    private PhaseRows() {}

    static void insert(Connection connection, UUID assignment, String project, WorkPlan plan) throws SQLException {
        List<DprSteps.Wanted> wanted = new ArrayList<>();
        for (WorkPlan.Phase phase : plan.phases()) {
            wanted.add(new DprSteps.Wanted(phase.work().wire(), PLANNER));
            phase.deliverables()
                    .forEach(one -> wanted.add(new DprSteps.Wanted(one.work().wire(), one.tool())));
        }
        Iterator<DprId> ids = DprSteps.take(connection, project, wanted).iterator();
        for (int i = 0; i < plan.phases().size(); i++) {
            WorkPlan.Phase phase = plan.phases().get(i);
            insertPhase(connection, assignment, i, phase, ids.next());
            insertDeliverables(connection, assignment, i, phase.deliverables(), ids);
            insertCriteria(connection, assignment, i, phase.criteria());
        }
    }

    static List<NumberedPhase> select(Connection connection, UUID assignment, String project) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT position, name, work, step, specialists, domains FROM assignment_phase
                WHERE assignment = ? ORDER BY position
                """)) {
            query.setObject(1, assignment);
            List<NumberedPhase> phases = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    int position = row.getInt("position");
                    Work work = Work.valueOf(row.getString("work"));
                    List<DprId> ids = new ArrayList<>();
                    WorkPlan.Phase phase = new WorkPlan.Phase(
                            PhaseName.valueOf(row.getString("name")),
                            work,
                            words(Specialist.class, row, "specialists"),
                            words(Domain.class, row, "domains"),
                            deliverables(connection, assignment, position, project, ids),
                            criteria(connection, assignment, position));
                    phases.add(new NumberedPhase(
                            new DprId(project, work.wire(), PLANNER, row.getLong("step")), phase, ids));
                }
            }
            return phases;
        }
    }

    private static void insertPhase(
            Connection connection, UUID assignment, int position, WorkPlan.Phase phase, DprId id) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO assignment_phase (assignment, position, name, work, step, specialists, domains)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)) {
            insert.setObject(1, assignment);
            insert.setInt(2, position);
            insert.setString(3, phase.name().name());
            insert.setString(4, phase.work().name());
            insert.setLong(5, id.step());
            insert.setArray(6, names(connection, phase.specialists()));
            insert.setArray(7, names(connection, phase.domains()));
            insert.executeUpdate();
        }
    }

    private static void insertDeliverables(
            Connection connection, UUID assignment, int phase, List<Deliverable> deliverables, Iterator<DprId> ids)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO assignment_deliverable (assignment, phase, position, work, specialist, tool, yields, step)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            for (int i = 0; i < deliverables.size(); i++) {
                Deliverable one = deliverables.get(i);
                insert.setObject(1, assignment);
                insert.setInt(2, phase);
                insert.setInt(3, i);
                insert.setString(4, one.work().name());
                insert.setString(5, one.specialist().name());
                insert.setString(6, one.tool());
                insert.setString(7, one.yields());
                insert.setLong(8, ids.next().step());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void insertCriteria(Connection connection, UUID assignment, int phase, List<Criterion> criteria)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO assignment_criterion (assignment, phase, position, check_name, subject)
                VALUES (?, ?, ?, ?, ?)
                """)) {
            for (int i = 0; i < criteria.size(); i++) {
                insert.setObject(1, assignment);
                insert.setInt(2, phase);
                insert.setInt(3, i);
                insert.setString(4, criteria.get(i).check().wire());
                insert.setString(5, criteria.get(i).subject());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static List<Deliverable> deliverables(
            Connection connection, UUID assignment, int phase, String project, List<DprId> ids) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT work, specialist, tool, yields, step FROM assignment_deliverable
                WHERE assignment = ? AND phase = ? ORDER BY position
                """)) {
            query.setObject(1, assignment);
            query.setInt(2, phase);
            List<Deliverable> deliverables = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Deliverable one = new Deliverable(
                            Work.valueOf(row.getString("work")),
                            Specialist.valueOf(row.getString("specialist")),
                            row.getString("tool"),
                            row.getString("yields"));
                    deliverables.add(one);
                    ids.add(new DprId(project, one.work().wire(), one.tool(), row.getLong("step")));
                }
            }
            return deliverables;
        }
    }

    private static List<Criterion> criteria(Connection connection, UUID assignment, int phase) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT check_name, subject FROM assignment_criterion
                WHERE assignment = ? AND phase = ? ORDER BY position
                """)) {
            query.setObject(1, assignment);
            query.setInt(2, phase);
            List<Criterion> criteria = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    criteria.add(new Criterion(Check.of(row.getString("check_name")), row.getString("subject")));
                }
            }
            return criteria;
        }
    }

    private static java.sql.Array names(Connection connection, Collection<? extends Enum<?>> words)
            throws SQLException {
        return connection.createArrayOf(
                "text", words.stream().map(Enum::name).sorted().toArray());
    }

    private static <E extends Enum<E>> Set<E> words(Class<E> type, ResultSet row, String column) throws SQLException {
        return Columns.texts(row, column).stream()
                .map(name -> Enum.valueOf(type, name))
                .collect(Collectors.toSet());
    }
}
