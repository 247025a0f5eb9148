package dev.heir.integration.persistence;

import io.agroal.api.AgroalDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** A real pool whose statements are counted, and that may be waited for or be down. */
final class CountedPool {

    final AtomicInteger statements = new AtomicInteger();
    /** Runs before each connection is had. */
    volatile Runnable before = () -> {};

    volatile boolean down;
    private final AgroalDataSource real;

    CountedPool(AgroalDataSource real) {
        this.real = real;
    }

    AgroalDataSource pool() {
        return proxy(AgroalDataSource.class, real, "getConnection", connection -> {
            return proxy(Connection.class, (Connection) connection, "prepareStatement", statement -> {
                statements.incrementAndGet();
                return statement;
            });
        });
    }

    private interface After {
        Object result(Object result);
    }

    private <T> T proxy(Class<T> type, T real, String watched, After after) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, args) -> {
            if (method.getName().equals("getConnection")) {
                if (down) {
                    throw new SQLException("down", "08001");
                }
                before.run();
            }
            try {
                Object result = method.invoke(real, args);
                return method.getName().equals(watched) ? after.result(result) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
