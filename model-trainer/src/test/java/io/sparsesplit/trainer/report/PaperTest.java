package io.sparsesplit.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sparsesplit.trainer.report.Paper.Kind;
import io.sparsesplit.trainer.report.Paper.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaperTest {

    @Test
    void parametersAreThoseOfConfigurationAndOutDegrees() {
        assertThat(Paper.rows()).hasSize(30).allSatisfy(row -> {
            int parameters = 0;
            int left = 800;
            for (int i = 0; i < row.shape().outDegree().size(); i++) {
                int right =
                        i < row.shape().hidden().size() ? row.shape().hidden().get(i) : 10;
                int outDegree = row.shape().outDegree().get(i);
                assertThat(left * outDegree % right).as("equation (4)").isZero();
                parameters += left * outDegree + right;
                left = right;
            }
            assertThat(row.parameters()).as("%s %s", row.table(), row.name()).isEqualTo(parameters);
        });
    }

    @Test
    void deepAndShallowNetworksHaveAllEdgesAndSparseOnesHaveNot() {
        assertThat(Paper.rows())
                .allSatisfy(row -> assertThat(row.shape().isDense()).isEqualTo(row.kind() != Kind.SPARSE));
    }

    @Test
    void theFirstTwoCountsWhichThePaperHasSwappedAreThoseOfTheirConfigurations() {
        assertThat(Paper.rows(Table.I).subList(0, 2))
                .extracting(Row::name, row -> row.shape().hidden())
                .containsExactly(tuple("deep 2455", List.of(3, 3)), tuple("shallow 2443", List.of(3)));
    }

    @Test
    void eachTableHasFiveSizesOfThreeKindsWithNamesOfTheirOwn() {
        for (Table table : List.of(Table.I, Table.II)) {
            assertThat(Paper.rows(table)).extracting(Row::name).hasSize(15).doesNotHaveDuplicates();
            assertThat(Paper.rows(table))
                    .extracting(Row::kind)
                    .startsWith(Kind.DEEP, Kind.SHALLOW, Kind.SPARSE)
                    .endsWith(Kind.DEEP, Kind.SHALLOW, Kind.SPARSE);
        }
    }

    @Test
    void controlsOfASparseRowAreOfItsSize() {
        Row sparse = Paper.row(Table.II, "sparse 23530").orElseThrow();
        assertThat(Paper.controls(sparse)).extracting(Row::name).containsExactly("deep 23530", "shallow 23529");
    }

    @Test
    void ofABudgetInBothTablesTheMoreAccurateRowComesFirst() {
        assertThat(Paper.sparse("sparse 11570")).extracting(Row::accuracy).containsExactly(96.72, 96.54);
    }
}
