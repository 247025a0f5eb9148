package dev.heir.integration.persistence;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A real database whose statements are noted, and whose connection may break before or after one took effect. */
final class FaultySource implements DataSource {

    private final DataSource real;
    private final List<String> statements = new CopyOnWriteArrayList<>();
    private volatile Break next = Break.NOWHERE;

    FaultySource(DataSource real) {
        this.real = real;
    }

    enum Break {
        NOWHERE,
        BEFORE_COMMIT,
        AFTER_COMMIT,
        AFTER_STATEMENT
    }

    /** Once, the connection breaks there. */
    void breakOnce(Break where) {
        next = where;
    }

    /** What was sent since this was last asked. */
    List<String> sent() {
        List<String> sent = List.copyOf(statements);
        statements.clear();
        return sent;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = real.getConnection();
        return proxy(Connection.class, connection, (name, args, call) -> {
            if (name.equals("prepareStatement")) {
                statements.add(((String) args[0]).strip());
                return statement((PreparedStatement) call.run());
            }
            if (name.equals("commit") && broke(Break.BEFORE_COMMIT)) {
                connection.rollback();
                throw lost();
            }
            Object answer = call.run();
            if (name.equals("commit") && broke(Break.AFTER_COMMIT)) {
                throw lost();
            }
            return answer;
        });
    }

    private PreparedStatement statement(PreparedStatement statement) {
        return proxy(PreparedStatement.class, statement, (name, args, call) -> {
            Object answer = call.run();
            if (name.equals("executeQuery") && broke(Break.AFTER_STATEMENT)) {
                throw lost();
            }
            return answer;
        });
    }

    private boolean broke(Break where) {
        boolean here = next == where;
        next = here ? Break.NOWHERE : next;
        return here;
    }

    private static SQLException lost() {
        return new SQLException("the connection was lost", "08006");
    }

    private interface Call {
        Object run() throws SQLException;
    }

    private interface Around {
        Object call(String name, Object[] args, Call call) throws SQLException;
    }

    @SuppressWarnings("NullAway") // what a proxied method takes and gives may be null
    private static <T> T proxy(Class<T> type, T real, Around around) {
        return type.cast(Proxy.newProxyInstance(
                FaultySource.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> around.call(method.getName(), args, () -> {
                    try {
                        return method.invoke(real, args);
                    } catch (InvocationTargetException failed) {
                        if (failed.getCause() instanceof SQLException failure) {
                            throw failure;
                        }
                        throw new IllegalStateException(failed.getCause());
                    } catch (IllegalAccessException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                })));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return real.getConnection(user, password);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return real.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        real.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        real.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return real.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return real.isWrapperFor(type);
    }
}
