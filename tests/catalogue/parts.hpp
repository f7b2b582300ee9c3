// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// How the parts of the table come together: part.cpp is compiled once for each Part, table.cpp calls them all.
#pragma once

#include <cstddef>
#include <vector>

#include "catalogue/table.hpp"

namespace ogive::catalogue {

/// Appends the records of the activations at the places Part, Part + n, Part + 2·n, … for n parts.
template <std::size_t Part>
void append_part(std::vector<record>& records);

}  // namespace ogive::catalogue
