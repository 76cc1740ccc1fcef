package io.dmstocrate.target;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** A connection to PostgreSQL that behaves as {@link CrateManners} says. */
final class CrateMannersProxy {

    private final CrateManners manners;
    private final Connection postgres;

    CrateMannersProxy(CrateManners manners, Connection postgres) {
        this.manners = manners;
        this.postgres = postgres;
    }

    Connection connection() {
        return proxy(
                Connection.class,
                (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "createStatement" -> statement();
                            case "prepareStatement" -> prepared((String) arguments[0]);
                            case "rollback" -> throw new SQLException("no ROLLBACK", "42601");
                            case "setAutoCommit" -> {
                                if (!(boolean) arguments[0]) {
                                    throw new SQLException("there are no transactions", "0A000");
                                }
                                yield null;
                            }
                            default -> call(postgres, method, arguments);
                        });
    }

    private Statement statement() throws SQLException {
        Statement statement = postgres.createStatement();
        return proxy(
                Statement.class,
                (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "execute" ->
                                    manners.execute(postgres, (String) arguments[0]) != null;
                            case "executeQuery" -> manners.execute(postgres, (String) arguments[0]);
                            case "executeUpdate" -> update(statement, (String) arguments[0]);
                            default -> call(statement, method, arguments);
                        });
    }

    private int update(Statement statement, String crateSql) throws SQLException {
        try {
            if (manners.copiesNothing(crateSql)) {
                return 0;
            }
            int rows = statement.executeUpdate(CrateSqlOnPostgres.translate(crateSql));
            manners.written(crateSql);
            return rows;
        } catch (SQLException e) {
            throw CrateManners.error(e);
        }
    }

    private PreparedStatement prepared(String crateSql) throws SQLException {
        String sql = CrateSqlOnPostgres.translate(crateSql);
        PreparedStatement statement = postgres.prepareStatement(sql);
        Map<Integer, Array> arrays = new TreeMap<>();
        boolean many = crateSql.contains("FROM unnest(");
        return proxy(
                PreparedStatement.class,
                (proxy, method, arguments) -> {
                    if (method.getName().equals("setArray")) {
                        arrays.put((Integer) arguments[0], (Array) arguments[1]);
                    }
                    if (!method.getName().startsWith("execute")) {
                        return call(statement, method, arguments);
                    }
                    try {
                        manners.checkRecovered();
                        if (manners.findsNothing(crateSql)) {
                            return 0;
                        }
                        Object result =
                                many
                                        ? rowByRow(statement, arrays)
                                        : call(statement, method, arguments);
                        manners.written(crateSql);
                        return result;
                    } catch (SQLException e) {
                        SQLException first =
                                e.getNextException() == null ? e : e.getNextException();
                        throw CrateManners.error(first);
                    }
                });
    }

    /** Writes the rows that fit, and says how many they were. */
    private Integer rowByRow(PreparedStatement statement, Map<Integer, Array> arrays)
            throws SQLException {
        try {
            return statement.executeUpdate();
        } catch (SQLException e) {
            if (CrateManners.isCast(e) || !isAboutRows(e)) {
                throw e;
            }
        }
        int rows = ((Object[]) arrays.get(1).getArray()).length;
        int written = 0;
        for (int row = 0; row < rows; row++) {
            for (Map.Entry<Integer, Array> array : arrays.entrySet()) {
                Object[] values = (Object[]) array.getValue().getArray();
                statement.setArray(
                        array.getKey(),
                        postgres.createArrayOf(
                                array.getValue().getBaseTypeName(), new Object[] {values[row]}));
            }
            try {
                written += statement.executeUpdate();
            } catch (SQLException e) {
                if (!isAboutRows(e)) {
                    throw e;
                }
            }
        }
        return written;
    }

    private static boolean isAboutRows(SQLException e) {
        return e.getSQLState().startsWith("22") || e.getSQLState().startsWith("23");
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
