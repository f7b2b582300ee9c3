// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The command line of a training comes in, its settings go out.
#pragma once

#include <cstdint>
#include <string>

#include <CLI/CLI.hpp>

#include "mnist/settings.hpp"

namespace mnist {

/// Adds the options that make a network: activation, sizes, frozen layers. `names` are the activations.
void add_network_options(CLI::App& app, settings& chosen, const std::string& names);

/// Adds the options of a training to an app; their values go into `chosen`. `names` are the activations.
void add_training_options(CLI::App& app, settings& chosen, const std::string& names);

// --- what options accept --------------------------------------------------------------------------------------------
CLI::Validator whole_number(std::uint64_t low, std::uint64_t high);
/// A number from low to high, or to below high.
CLI::Validator number_between(double low, double high, bool with_high);

}  // namespace mnist
