// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The catalogue goes in, docs/catalogue.md and its plots come out: `catalogue_document write PROJECT`. With `check`
// nothing is written: what is stale is named, and the command that renews it. `errors` lists where the errors are.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <ogive/kernel/scalar.hpp>

#include "page.hpp"
#include "plot.hpp"

namespace {

using namespace ogive::document;
namespace fs = std::filesystem;

std::vector<section> all_sections(const fs::path& project) {
  const auto paragraphs = read_paragraphs(project);
  std::vector<section> sections;
  for (const record& r : ogive::catalogue::table()) {
    const auto found = paragraphs.find(r.name);
    if (found == paragraphs.end()) throw std::runtime_error("no paragraph of " + std::string(r.name));
    sections.emplace_back(r, found->second);
  }
  return sections;
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream all;
  all << file.rdbuf();
  return all.str();
}

fs::path plot_of(const fs::path& project, const section& s) { return project / "docs/catalogue" / (s.name() + ".svg"); }

int write(const fs::path& project) {
  const std::vector<section> sections = all_sections(project);
  std::ofstream(project / "docs/catalogue.md") << page_of(sections);
  fs::remove_all(project / "docs/catalogue");
  fs::create_directory(project / "docs/catalogue");
  std::FILE* const gnuplot = popen("gnuplot", "w");
  if (gnuplot == nullptr) throw std::runtime_error("cannot run gnuplot");
  std::fputs(plot_style, gnuplot);
  for (const section& s : sections) draw(gnuplot, s.plot(), s.kinks(), plot_of(project, s).string());
  if (pclose(gnuplot) != 0) throw std::runtime_error("gnuplot (package gnuplot-nox) failed");
  for (const section& s : sections) put_samples(s.plot(), plot_of(project, s));
  return EXIT_SUCCESS;
}

/// A page without the errors, which may differ a little between processors, and these with what they are of.
struct split_page {
  struct figure {
    std::string name;
    double value;
  };
  std::vector<std::string> lines;
  std::vector<figure> figures;

  explicit split_page(const std::string& page) {
    static const std::regex error("([0-9]+\\.[0-9]|inf)( ULP| \\|)"), heading("^(?:### |\\| \\[)([a-z_0-9]+)");
    std::istringstream in(page);
    std::string name;
    for (std::string line; std::getline(in, line);) {
      if (std::smatch found; std::regex_search(line, found, heading)) name = found[1];
      for (auto at = std::sregex_iterator(line.begin(), line.end(), error); at != std::sregex_iterator(); ++at)
        figures.push_back({name, std::strtod((*at)[1].str().c_str(), nullptr)});
      lines.push_back(std::regex_replace(line, error, "…$2"));
    }
  }
};

/// How far an error may be from the one on the page. Lanes are summed in another order by another processor, and one
/// that rounds products before sums has errors of its own: there only blunders are found.
double tolerance(const split_page::figure& f) {
  if (!ogive::detail::has_fused_multiply_add) return 40;
  const record* const r = ogive::catalogue::find(f.name);
  return r != nullptr && r->over_rows ? 1 + f.value / 2 : 0.2 + f.value / 5;
}

int check(const fs::path& project) {
  const std::vector<section> sections = all_sections(project);
  const split_page made(page_of(sections)), stored(content_of(project / "docs/catalogue.md"));
  int stale = 0;
  const auto complain = [&](const std::string& what) {
    if (++stale <= 20) std::cout << what << '\n';
  };
  for (std::size_t k = 0; k != std::max(made.lines.size(), stored.lines.size()); ++k) {
    const auto line = [&](const split_page& p) { return k < p.lines.size() ? p.lines[k] : "(end)"; };
    if (line(made) == line(stored)) continue;
    complain("docs/catalogue.md:" + std::to_string(k + 1) + "\n  has  " + line(stored) + "\n  want " + line(made));
    break;  // what follows may only be shifted
  }
  for (std::size_t k = 0; k != std::min(made.figures.size(), stored.figures.size()); ++k) {
    const split_page::figure &is = made.figures[k], &was = stored.figures[k];
    if (!(std::abs(is.value - was.value) <= tolerance(was)))
      complain("docs/catalogue.md: " + was.name + " has an error of " + std::to_string(is.value) + " ULP, not " +
               std::to_string(was.value));
  }
  std::set<std::string> plots;
  for (const section& s : sections) {
    plots.insert(s.name() + ".svg");
    if (!is_drawn(s.plot(), plot_of(project, s))) complain("docs/catalogue/" + s.name() + ".svg is stale or missing");
  }
  for (const auto& file : fs::directory_iterator(project / "docs/catalogue")) {
    const std::string name = file.path().filename().string();
    if (!plots.contains(name)) complain("docs/catalogue/" + name + " is of no activation");
  }
  if (stale == 0) return EXIT_SUCCESS;
  std::cout << "renew them: bash docs/generate.sh\n";
  return EXIT_FAILURE;
}

int errors(const fs::path& project) {
  for (const section& s : all_sections(project)) {
    const auto& [value, slope] = s.errors();
    std::printf("%-18s f %6.2Lf at %-14.9g f' %6.2Lf at %.9g\n", s.name().c_str(), value.error,
                static_cast<double>(value.at), slope.error, static_cast<double>(slope.at));
  }
  return EXIT_SUCCESS;
}

}  // namespace

int main(int count, char** arguments) try {
  const std::string job = count == 3 ? arguments[1] : "";
  if (job == "write") return write(arguments[2]);
  if (job == "check") return check(arguments[2]);
  if (job == "errors") return errors(arguments[2]);
  std::cerr << "usage: catalogue_document write|check|errors PROJECT_DIR\n";
  return EXIT_FAILURE;
} catch (const std::exception& e) {
  std::cerr << "catalogue_document: " << e.what() << '\n';
  return EXIT_FAILURE;
}
