package live.understudy.server.cli;

import java.io.PrintWriter;
import java.util.Map;

/**
 * What commands need of the process.
 *
 * @param environment all variables
 * @param out standard output
 * @param err standard error
 */
record CommandContext(
    Map<String, String> environment,
    PrintWriter out,
    PrintWriter err,
    ServerRunner runner,
    ProcessLife life) {}
