// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The commands of the program, a file each. A function adds its command's options to the app and gives what is to be
// done when the command was named: it prints its answer on standard output and throws what the program then explains.
#pragma once

#include <functional>

#include <CLI/CLI.hpp>

#include "mnist/options.hpp"

namespace mnist {

using action = std::function<exit_status()>;

action add_train(CLI::App& command, settings& chosen);
action add_eval(CLI::App& command);
action add_predict(CLI::App& command);
action add_summary(CLI::App& command, settings& chosen);
action add_sweep(CLI::App& command, settings& chosen);
action add_export(CLI::App& command);
action add_inspect(CLI::App& command);

}  // namespace mnist
