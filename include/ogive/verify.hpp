// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. Check that the numbers are right: verified<f> at compile time; verify<f>() at run time, a report, and
// its text. Its JSON is in <ogive/verify/json.hpp>, which needs nlohmann-json.
#pragma once

#include <ogive/verify/text.hpp>
#include <ogive/verify/verified.hpp>
#include <ogive/verify/verify.hpp>
